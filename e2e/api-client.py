"""Calls that come in on standard input, one JSON object a line, by Debian's unmodified python3-cs; the outcome of each goes out as a line."""
import json
import sys

from cs import CloudStack, CloudStackApiException

where = json.loads(sys.argv[1])
clients = {
    method: CloudStack(
        endpoint=where["api"],
        key=where["apikey"],
        secret=where["secretkey"],
        method=method,
        poll_interval=0.2,
        job_timeout=120,
        timeout=60,
    )
    for method in ("get", "post")
}
for line in sys.stdin:
    call = json.loads(line)
    try:
        command = getattr(clients[call["method"]], call["command"])
        outcome = {"value": command(**call["arguments"])}
    except CloudStackApiException as error:
        outcome = {"error": error.error, "status": error.response.status_code}
    print(json.dumps(outcome), flush=True)
