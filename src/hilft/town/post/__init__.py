"""The town's post office: a few letterboxes that mail programs read by IMAP and fill by SMTP, on this machine only.

For the demo, so that mail needs no server of anybody's. It knows as much of the protocols as a polite client asks for.
"""

from hilft.town.post.boxes import Letter, Letterbox, PostOffice
from hilft.town.post.counters import open_post_office

__all__ = ["Letter", "Letterbox", "PostOffice", "open_post_office"]
