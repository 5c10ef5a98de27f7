"""How true an agency's details are, counted week by week."""
