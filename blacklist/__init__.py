"""Whether they may: cases, measures, standing."""
