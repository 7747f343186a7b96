"""Compares two Word files in a LibreOffice of its own: `libreoffice_compare.py OLD NEW PROFILE`.

Run by a Python that has LibreOffice's ``uno`` module. Prints one line of JSON: the seconds of opening the new file, of
the command that compares it with the old one (which the command opens itself), of saving the marked file, and how many
changes it holds. Copies of both files are opened before, so that nothing of the program's own start is counted.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def given(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def connected(pipe, office):
    context = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = context.ServiceManager.createInstanceWithContext(name, context)
    end = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if office.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.1)


old, new, profile = map(os.path.abspath, sys.argv[1:4])
Path(profile).mkdir(parents=True, exist_ok=True)
pipe = f"communique-{os.getpid()}"
office = subprocess.Popen(
    [
        "soffice",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"-env:UserInstallation=file://{profile}",
        f"--accept=pipe,name={pipe};urp;",
    ],
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
)
try:
    context = connected(pipe, office)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)

    def copied(path, name):
        """An office locks what it opens, and leaves the lock when it is ended."""
        return shutil.copy(path, f"{profile}/{name}.docx")

    def opened(path):
        return desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, (given("Hidden", True),))

    warmed = [opened(copied(old, "first")), opened(copied(new, "second"))]
    old, new = copied(old, "old"), copied(new, "new")
    times = [time.perf_counter()]
    document = opened(new)
    times.append(time.perf_counter())
    frame = document.getCurrentController().getFrame()
    dispatcher.executeDispatch(frame, ".uno:CompareDocuments", "", 0, (given("URL", f"file://{old}"),))
    times.append(time.perf_counter())
    document.storeToURL(f"file://{profile}/compared.docx", (given("FilterName", "MS Word 2007 XML"),))
    times.append(time.perf_counter())
    marked = document.getRedlines().createEnumeration()
    changes = 0
    while marked.hasMoreElements():
        marked.nextElement()
        changes += 1
    names = ("opening", "comparing", "saving")
    answer = {name: times[at + 1] - times[at] for at, name in enumerate(names)} | {"changes": changes}
    print(json.dumps(answer), flush=True)
finally:
    office.terminate()
    try:
        office.wait(5)
    except subprocess.TimeoutExpired:
        office.kill()
