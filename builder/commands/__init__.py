"""The subcommands: each has `add_arguments(parser)` and `run(options)`; its docstring's first line is its help."""
