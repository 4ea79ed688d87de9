"""The last hour of a consultation: 500 contributions from 50 addresses.

A server with two workers receives them by its public form, from visitors who all send
at once, one in ten with a double click. Odoo lets few connections wait and cuts the
others: whoever meets that sends the same form again, as their browser offers. None may
be lost and none registered twice.
How long one takes is said beside what the same server takes, under the same load, for
a page of Odoo that holds nothing of ours.
"""

import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests
from lxml import html
from requests.adapters import HTTPAdapter

from odoo import fields
from odoo.modules.module import get_module_path
from odoo.modules.registry import Registry
from odoo.tools import SQL

sys.path.insert(0, str(Path(get_module_path("plpdma_concertation")).parent))
from bench import toolbox  # noqa: E402

HOST = "127.0.0.1"
ADDRESSES = 50
POSTS = 10
DOUBLE_CLICKS = 10
# How often a visitor tries again when their connection is cut.
PATIENCE = 5
# The form is not taken from whoever fills it in faster.
READING = 3.2
WRITING = 2
EMPTY = "/web/login"
STARTED = re.compile(r"Worker Worker(?:HTTP|Cron) \(\d+\) alive")


class FromAddress(HTTPAdapter):
    """Speaks from one of the addresses of this machine, as one visitor does."""

    def __init__(self, number):
        self.source = (f"127.0.1.{number}", 0)
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        """As the library asks it, from that address."""
        super().init_poolmanager(*args, source_address=self.source, **kwargs)


def open_consultation(env):
    """A consultation that is open to everybody now.

    :return: its form's address
    """
    program = toolbox.make_program(env)
    frame = dict.fromkeys(program._get_frame_texts(), "x")
    program.write({"state": "open", "is_published": True, **frame})
    session = program.session_ids
    session.write(
        {
            "date_start": fields.Datetime.now(),
            "date_stop": "2099-12-31 18:00:00",
            "state": "planned",
        }
    )
    env.flush_all()
    return f"/concertation/{program.id}/contribute/{session.id}"


@contextmanager
def served(database):
    """A server with two workers: its address."""
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
        port, gevent_port = toolbox.free_port(), toolbox.free_port()
        command = [sys.executable, sys.argv[0], "-d", database, "--workers=2"]
        command += [f"--http-port={port}", f"--gevent-port={gevent_port}"]
        command += ["--max-cron-threads=0", f"--logfile={log.name}"]
        server = subprocess.Popen(command)
        try:
            address = f"http://{HOST}:{port}"
            toolbox.wait_for(f"{address}/web/health")
            yield address
            workers = len(STARTED.findall(Path(log.name).read_text()))
            assert workers >= 2, f"{workers} workers"
        finally:
            server.terminate()
            server.wait()


class Visitor:
    """Somebody at an address, who sends several contributions."""

    def __init__(self, address, form, number):
        self.address, self.form, self.number = address, form, number
        self.session = requests.Session()
        self.session.mount("http://", FromAddress(number))
        self.empty, self.posts, self.failures, self.cuts = [], [], [], []

    def run(self):
        """Contribute several times, whatever goes wrong with one."""
        for rank in range(POSTS):
            try:
                self.contribute(rank)
            except (AssertionError, requests.RequestException, ValueError) as failure:
                self.failures.append(f"{self.number}/{rank}: {failure}")

    def contribute(self, rank):
        """Open the form, fill it in, send it, and read the receipt.

        :raise AssertionError: when a page is not what it should be
        """
        page = html.fromstring(self.get(self.form).text)
        typed = {
            name: page.xpath(f"string(//input[@name='{name}']/@value)")
            for name in ("csrf_token", "form_key")
        }
        typed |= {
            "verbatim": f"{toolbox.VERBATIM} [{self.number}/{rank}]",
            "contributor_name": f"Habitante {self.number}",
            "contributor_email": f"habitante{self.number}.{rank}@example.com",
            "stance": "favourable",
        }
        reading = time.monotonic() + READING + random.random() * WRITING
        self.empty.append(toolbox.timed(lambda: self.get(EMPTY))[0])
        time.sleep(max(0, reading - time.monotonic()))
        clicks = 2 if rank % DOUBLE_CLICKS == 0 else 1
        with ThreadPoolExecutor(clicks) as hands:
            answers = list(hands.map(lambda _click: self.post(typed), range(clicks)))
        assert len(set(answers)) == 1, f"two clicks, two answers: {answers}"
        receipt = self.get(answers[0])
        assert typed["contributor_name"] not in receipt.text

    def get(self, path):
        """:return: a page that is there"""
        response = self.ask("GET", path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return response

    def post(self, typed):
        """:return: where the receipt is"""
        seconds, response = toolbox.timed(lambda: self.ask("POST", self.form, typed))
        self.posts.append(seconds)
        assert response.status_code == 303, f"sent: {response.status_code}"
        return response.headers["Location"].removeprefix(self.address)

    def ask(self, method, path, typed=None):
        """Ask for a page, again when the connection is cut."""
        for _attempt in range(PATIENCE):
            try:
                return self.session.request(
                    method,
                    self.address + path,
                    data=typed,
                    allow_redirects=False,
                    timeout=120,
                )
            except requests.ConnectionError as cut:
                self.cuts.append(cut)
                time.sleep(1)
        raise self.cuts[-1]


def visit(address, form):
    """All the visitors, at once.

    :return: the visitors, and how long it took
    """
    visitors = [Visitor(address, form, number + 1) for number in range(ADDRESSES)]
    # The pages are made once before: what is measured is the load.
    for path in (EMPTY, form):
        visitors[0].get(path)
    threads = [threading.Thread(target=visitor.run) for visitor in visitors]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visitors, time.monotonic() - start


def count_registered(cr):
    """:return: of the contributions wanted, those lost; those registered twice; the
    addresses that sent them, and the receipts that wait"""
    cr.execute("SELECT right(verbatim, 8), reference FROM plpdma_contribution")
    rows = cr.fetchall()
    found = [re.search(r"\[(\d+/\d+)\]", text)[1] for text, _reference in rows]
    wanted = {f"{n + 1}/{rank}" for n in range(ADDRESSES) for rank in range(POSTS)}
    numbers = {reference for _text, reference in rows}
    twice = len(found) - len(set(found)) + len(rows) - len(numbers)
    cr.execute(
        "SELECT count(DISTINCT mark) FROM plpdma_rate_limit WHERE scope = 'contribute'"
    )
    [addresses] = cr.fetchone()
    cr.execute(
        SQL("SELECT count(*) FROM plpdma_delivery WHERE purpose = %s", "receipt")
    )
    [receipts] = cr.fetchone()
    return len(wanted - set(found)), twice, addresses, receipts


def measure(env):
    """Send them, then count what was registered."""
    total = ADDRESSES * POSTS
    report = toolbox.Report(f"A consultation's last hour: {total} contributions")
    database = env.cr.dbname
    form = open_consultation(env)
    env.cr.commit()
    with served(database) as address:
        visitors, seconds = visit(address, form)
    failures = [failure for visitor in visitors for failure in visitor.failures]
    for failure in failures[:5]:
        print(failure)  # noqa: T201
    posts = [seconds for visitor in visitors for seconds in visitor.posts]
    empty = [seconds for visitor in visitors for seconds in visitor.empty]
    with Registry(database).cursor() as cr:
        lost, twice, addresses, receipts = count_registered(cr)
    report.add("addresses", addresses, "")
    cuts = sum(len(visitor.cuts) for visitor in visitors)
    report.add("connections that the server cut", cuts, "")
    report.add("sent in", round(seconds, 1), "s")
    report.add("clicks on “Send” a second", round(len(posts) / seconds, 1), "")
    report.add("an empty page, median", round(toolbox.median(empty), 3), "s")
    ratio = toolbox.median(posts) / toolbox.median(empty)
    report.add("one contribution against an empty page", round(ratio, 2), "×")
    slow = sorted(posts)[len(posts) * 19 // 20]
    report.add("one contribution in twenty takes longer than", round(slow, 2), "s")
    report.add("slowest contribution", round(max(posts), 2), "s")
    report.add("one contribution, median", round(toolbox.median(posts), 3), "s", 2)
    report.add("refused or failed", len(failures), "", 0)
    report.add("lost", lost, "", 0)
    report.add("registered twice", twice, "", 0)
    report.add("without a receipt", total - receipts, "", 0)
    report.add("addresses missing", ADDRESSES - addresses, "", 0)
    report.close()


measure(env)  # noqa: F821 (given by the shell)
