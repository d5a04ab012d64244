# One domain's state, asked COUNT times one after the other: `URI DOMAIN COUNT`; prints the seconds. The connection is made before the clock starts.
import sys
import time

import libvirt

uri, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
connection = libvirt.open(uri)
domain = connection.lookupByName(name)
domain.state()
begun = time.monotonic()
for _ in range(count):
    domain.state()
print(time.monotonic() - begun)
