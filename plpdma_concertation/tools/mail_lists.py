"""What comes through a mailing list, or a group: whether it does, who wrote it, and
which addresses are the list's own, to which nobody's receipt is sent."""

import re

from .addresses import is_machine_address
from .mail_headers import ADDRESS
