"""What was decided on paper: entered by one officer of the managing office, in force once another has confirmed it."""
