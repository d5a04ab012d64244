"""Deploys, looks at, stops, starts and destroys an instance by Debian's unmodified python3-libcloud; what it saw goes out as one line of JSON."""
import json
import sys
from urllib.parse import urlsplit

from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

where = json.loads(sys.argv[1])
place = urlsplit(where["api"])
cloud = get_driver(Provider.CLOUDSTACK)(
    where["apikey"], where["secretkey"], host=place.hostname, port=place.port, path=place.path, secure=False
)
[location] = cloud.list_locations()
size = next(each for each in cloud.list_sizes() if each.name == "Small Instance")
image = next(each for each in cloud.list_images() if "Alpine" in each.name)
node = cloud.create_node(
    name="libcloud-1",
    size=size,
    image=image,
    location=location,
    ex_start_vm=True,
    # Its signatures keep brackets, and differ from CloudStack's own in more.
    ex_displayname="odd [1] ~ * ' é & +",
)
found = cloud._sync_request("listVirtualMachines", params={"keyword": "odd [1] ~ *"})
seen = {"name": node.name, "state": node.state, "found": [each["displayname"] for each in found["virtualmachine"]]}
seen["stopped"] = cloud.ex_stop(node)
seen["started"] = cloud.ex_start(node)
seen["rebooted"] = cloud.reboot_node(node)
seen["destroyed"] = cloud.destroy_node(node, ex_expunge=True)
print(json.dumps(seen))
