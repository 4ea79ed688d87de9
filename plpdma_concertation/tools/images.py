"""How large a picture is, without unfolding it."""

import io
import warnings

from PIL import Image


def count_pixels(content):
    """Number of pixels of a picture, as its header says: it is never decoded; 0 for
    what is not a picture.

    :param bytes content: the file
    """
    try:
        with warnings.catch_warnings():
            # Its size is what is asked: there is nothing to warn of.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                return image.width * image.height
    except Image.DecompressionBombError:
        return 2 * Image.MAX_IMAGE_PIXELS
    except (OSError, SyntaxError, ValueError):
        # Pillow says so of what is not a picture, or is a broken one.
        return 0
