"""What an act writes once nothing refuses it, by stage."""
