from builder.diagnostics import Example, Rule

RULE = Rule(
    id="no-plugin",
    summary="`mkdocs.yml` does not use the plugin `dossier`",
    why="""\
The site would have its hand-written pages alone: the plugin makes all others. It is named below `plugins:`, which also
holds what you set for it. A file that takes over another one (`INHERIT`) may have it from there.
""",
    bad=Example(others={"mkdocs.yml": "site_name: The siege\ntheme: material\nplugins: [search]\n"}),
    good=Example(others={"mkdocs.yml": "site_name: The siege\ntheme: material\nplugins: [search, dossier]\n"}),
)
