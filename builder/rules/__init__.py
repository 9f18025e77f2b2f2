"""One rule, one file. `builder.rulebook` lists them; a stage imports those that it reports."""
