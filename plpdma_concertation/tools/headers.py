"""What the pages tell the browsers of themselves."""

# A page, or a file, for whoever holds its address or is signed in: not kept on a shared
# computer, not told to the site where one goes next, not listed by search engines.
SECRET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
# No other site shows our forms as if they were its own.
UNFRAMED = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}
