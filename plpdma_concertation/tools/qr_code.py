"""Codes to scan, drawn as paths: sharp at any size, on paper as on a wall."""

import base64

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

# The white edge without which a code is not seen, in squares.
QUIET_ZONE = 4


def draw_code(text):
    """A QR code as an image: an SVG as a data URL.

    :param str text: the address that whoever scans it opens
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = len(code.modules) + 2 * QUIET_ZONE
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.modules, QUIET_ZONE)
        for x, is_dark in enumerate(row, QUIET_ZONE)
        if is_dark
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{10 * size}" '
        f'height="{10 * size}" viewBox="0 0 {size} {size}">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path shape-rendering="crispEdges" d="{squares}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
