import type { Page } from '@playwright/test';
import type { Lab, LabHost } from '../lab/lab.ts';

// A guest and its screen, looked at from the host and without the product.

/** What the hypervisor itself holds for a domain's screen, drawn by the browser for comparison with the console's canvas: the share of equal pixels. */
export async function sameAsHypervisor(lab: Lab, page: Page, host: LabHost, domain: string): Promise<number> {
  const shot = await lab.exec(host.name, [
    'sh',
    '-c',
    `virsh -q screenshot ${domain} /tmp/benchtop-shot >/dev/null && base64 -w0 /tmp/benchtop-shot; rm -f /tmp/benchtop-shot`,
  ]);
  return await page.evaluate(async (png) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const shown = [...document.querySelectorAll('canvas')].sort((a, b) => b.width * b.height - a.width * a.height)[0];
    if (shown === undefined || shown.width !== picture.naturalWidth || shown.height !== picture.naturalHeight) return 0;
    const canvas = new OffscreenCanvas(shown.width, shown.height);
    const context = canvas.getContext('2d');
    const seen = shown.getContext('2d')?.getImageData(0, 0, shown.width, shown.height).data;
    if (context === null || seen === undefined) return 0;
    context.drawImage(picture, 0, 0);
    const wanted = context.getImageData(0, 0, shown.width, shown.height).data;
    let same = 0;
    for (let at = 0; at < wanted.length; at += 4)
      if (
        Math.abs((wanted[at] ?? 0) - (seen[at] ?? 0)) +
          Math.abs((wanted[at + 1] ?? 0) - (seen[at + 1] ?? 0)) +
          Math.abs((wanted[at + 2] ?? 0) - (seen[at + 2] ?? 0)) <
        24
      )
        same++;
    return same / (wanted.length / 4);
  }, shot.stdout.trim());
}

/** Asks the guest by its serial line, from the host; `until` is the last line of the answer, where that is known. */
export async function onSerialLine(
  lab: Lab,
  host: LabHost,
  domain: string,
  command: string,
  until?: string,
): Promise<string> {
  const read = until === undefined ? 'cat' : `sed -u '/^${until}/q'`;
  const script = `pty=$(virsh -q ttyconsole "$1"); (timeout 6 ${read} "$pty" & sleep 1; printf '\\n%s\\n' "$2" >"$pty"; wait) 2>/dev/null`;
  return (await lab.exec(host.name, ['sh', '-c', script, 'sh', domain, command])).stdout;
}
