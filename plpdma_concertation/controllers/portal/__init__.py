from . import contribute, contribution, home, lists, response, running, session
