"""What a client's script asks of the lab."""
import json
import os
import urllib.request


def advance(by):
    """Moves the clock of all orgs."""
    body = json.dumps({"advance": by}).encode()
    urllib.request.urlopen(f"{os.environ['FAUXFORCE_URL']}/_fauxforce/clock", body)


def away(address):
    """Sends the user to an address, and returns the one that the browser came back to."""
    print("away", address)
    return input()


def tell(**facts):
    """Prints what the test looks at."""
    print("told", json.dumps(facts))
