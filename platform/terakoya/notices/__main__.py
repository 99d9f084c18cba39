"""`python -m terakoya.notices`: writes THIRD-PARTY.md anew."""

import click

from terakoya.notices.pages import third_party_page
from terakoya.notices.sources import GROUPS
from terakoya.settings import CHECKOUT

PAGE = CHECKOUT / "THIRD-PARTY.md"


@click.command(help=__doc__)
def main() -> None:
    """Write the page."""
    groups = [group() for group in GROUPS]
    PAGE.write_text(third_party_page(groups), "utf-8")
    count = sum(len(group.components) for group in groups)
    click.echo(f"{PAGE.name}: {count} components.")


if __name__ == "__main__":
    main()
