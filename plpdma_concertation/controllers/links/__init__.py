from . import attendance, feedback, reply
