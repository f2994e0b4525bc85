"""Many proposals from one file: read line by line, each checked like one at the door."""
