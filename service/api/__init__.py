"""The HTTP skin: parse, authorise, render. One file per resource, problems in `problems`, what they share in `web`."""
