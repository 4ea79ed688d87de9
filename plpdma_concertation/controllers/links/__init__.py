from . import attendance, feedback, reply, unfollow
