"""The regulator's view: cases that were opened, with the facts they rest on."""
