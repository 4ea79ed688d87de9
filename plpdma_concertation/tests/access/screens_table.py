"""The table of doors, for screens that are made when they are opened, and for the rows
that an import gave back."""

from .doors_table import row

SCREENS = {
    # Which programmes of the authority do not say whom to contact.
    "installation": row(manager="manager other"),
    "take over": row(staff="actor other"),
    "take over from elsewhere": row(),
    "absence": row(staff="absence agent manager"),
    "imports": row(staff="imported agent"),
    "rows given back": row(staff="rows"),
}
