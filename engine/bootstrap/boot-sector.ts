/** What the trial guest says on its serial line. */
export const trialWord = 'BENCHTOP-KVM-RAN';

/**
 * A boot sector of a few bytes that writes `trialWord` to the first serial port and resets the machine through the keyboard controller,
 * at which QEMU ends by itself (`-no-reboot`). Running it by hardware virtualisation through QEMU's whole BIOS is the only proof that
 * guests run: the device node, and even the creation of a VM, succeed on machines where the first real-mode instruction fails.
 */
export function bootSector(): Buffer {
  const code = [
    0xfa, // cli
    0x31,
    0xc0, // xor ax, ax
    0x8e,
    0xd8, // mov ds, ax
    0xfc, // cld
    0xbe,
    0x00,
    0x00, // mov si, text (filled in below)
    0xba,
    0xf8,
    0x03, // mov dx, 0x3f8
    0xac, // next: lodsb
    0x84,
    0xc0, // test al, al
    0x74,
    0x03, // jz done
    0xee, // out dx, al
    0xeb,
    0xf8, // jmp next
    0xb0,
    0xfe, // done: mov al, 0xfe
    0xe6,
    0x64, // out 0x64, al
    0xf4, // hlt
    0xeb,
    0xfd, // jmp to the hlt
  ];
  const origin = 0x7c00;
  const sector = Buffer.alloc(512);
  Buffer.from(code).copy(sector);
  sector.writeUInt16LE(origin + code.length, 7);
  sector.write(`${trialWord}\0`, code.length, 'latin1');
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
