"""The code of the `./dev` command: one module per concern, standard library only."""
