import { onHost } from './lab-host.ts';

/**
 * A card that asks for an address as a guest's would, from the bridge of the host and without a guest: by Python, which every lab host has.
 * Prints the address that it was given, or nothing when nobody answered. Arguments: interface, MAC address.
 */
const asking = `
import random, socket, struct, sys, time
name, mac = sys.argv[1], bytes.fromhex(sys.argv[2].replace(':', ''))
xid = random.getrandbits(32)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, name.encode())
s.bind(('', 68))
s.settimeout(0.2)
def say(options):
    head = struct.pack('!BBBBIHH16s16s192s', 1, 1, 6, 0, xid, 0, 0x8000, b'', mac, b'')
    s.sendto(head + b'\\x63\\x82\\x53\\x63' + options + b'\\xff', ('255.255.255.255', 67))
def ask(options, kind):
    for attempt in range(3):
        say(options)
        answer = hear(kind)
        if answer: return answer
def hear(kind):
    end = time.time() + 0.7
    while time.time() < end:
        try: data = s.recv(2048)
        except OSError: continue
        options, at = {}, 240
        while at < len(data) and data[at] != 255:
            options[data[at]] = data[at + 2:at + 2 + data[at + 1]]
            at += 2 + data[at + 1]
        if data[4:8] == struct.pack('!I', xid) and options.get(53) == kind: return data[16:20], options.get(54)
offer = ask(b'\\x35\\x01\\x01', b'\\x02')
if offer and ask(b'\\x35\\x01\\x03\\x32\\x04' + offer[0] + b'\\x36\\x04' + offer[1], b'\\x05'): print(socket.inet_ntoa(offer[0]))
`;

/** The address that a card on the bridge is given; empty when nobody answers it. */
export async function askDhcp(bridge: string, mac: string): Promise<string> {
  return (await onHost('python3', '-c', asking, bridge, mac)).trim();
}
