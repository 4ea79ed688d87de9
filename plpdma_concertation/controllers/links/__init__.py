from . import attendance, reply
