from . import links, portal, public, staff
