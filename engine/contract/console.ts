import * as v from 'valibot';
import { access, optional, stream, uuid } from './command.ts';
import { type Phrase, phrase } from './phrase.ts';

/** Where a console, or a shell on a host, is opened: a WebSocket on the desktop's loopback, by a ticket that works once. */
export const consoleEndpoint = v.object({
  success: v.boolean(),
  url: v.string(),
  websocket: v.object({ token: v.string(), host: v.string(), port: v.string(), path: v.string() }),
});

/**
 * Why a console's WebSocket was closed, for the page to tell its user; the close reason holds the sentence in English, as far as there is
 * room for it, and a `parting` text before it holds the whole of it for every language.
 */
export const closeCodes = {
  internal: 4000,
  /** The ticket was spent, is older than a minute, or never was. */
  ticket: 4001,
  notRunning: 4002,
  /** The host, or the VM's screen on it, does not answer or hung up. */
  hostUnreachable: 4003,
  /** The VM's screen or serial line refuses us, or what it says is no protocol. */
  refused: 4004,
  /** The viewer broke the protocol. */
  viewer: 4005,
  tooManyViewers: 4006,
  /** Benchtop ended the console: the VM was removed, the access was withdrawn, or the app quits. */
  ended: 4007,
  /** A shell on a host ended by itself: the reason is its exit status or the signal. */
  exited: 4008,
  /** Every byte of an upload is on the host. Whether it is what it should be, its job finds out. */
  received: 4009,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Added to the RFB desktop's name while the VM's screen is out of reach and the viewer shows the last picture. */
export const reconnectingSuffix = ' (reconnecting)';

/**
 * Beside the bytes of its screen or line, a console's WebSocket carries short JSON texts: what its page asks of Benchtop, and what
 * Benchtop tells it. They are no part of RFB and never reach the VM.
 */
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));

/** From the best picture to the one that costs the connection to the host least: fewer colours, and fewer pictures a second. */
export const qualities = ['best', 'balanced', 'low'] as const;
export type Quality = (typeof qualities)[number];

/** The most strokes of one text; longer texts are what files are for. */
export const longestTyping = 8192;

/** A key to press: X11 keysym, and XT scan code of set 1 with 0x80 for an E0 prefix. */
const key = v.strictObject({ keysym: whole(1, 0xffffffff), scanCode: whole(1, 0xff) });

const viewerRequest = v.variant('type', [
  /**
   * Types a text: keys pressed in order and let go in reverse, one stroke after the other, with `pause` milliseconds between two key
   * events. Meanwhile no other key reaches the VM, from whichever viewer. `id` comes back in every `typed`.
   */
  v.strictObject({
    type: v.literal('strokes'),
    id: whole(1, Number.MAX_SAFE_INTEGER),
    pause: whole(1, 1000),
    strokes: v.pipe(
      v.array(v.pipe(v.array(key), v.minLength(1), v.maxLength(5))),
      v.minLength(1),
      v.maxLength(longestTyping),
    ),
  }),
  /** Ends the typing of a text after the stroke in hand. */
  v.strictObject({ type: v.literal('stop') }),
  /** Only looks from now on, or also acts again. */
  v.strictObject({ type: v.literal('watch'), on: v.boolean() }),
  /** From now on nobody else acts on this console, until it is handed back or somebody else takes it over. */
  v.strictObject({ type: v.literal('take') }),
  v.strictObject({ type: v.literal('handBack') }),
  /** The page keeps what it shows in a file; all viewers are told. */
  v.strictObject({ type: v.literal('recording'), on: v.boolean() }),
  /** How good a picture this viewer wants of the host, which sends all viewers the best that one of them wants. */
  v.strictObject({ type: v.literal('quality'), quality: v.picklist(qualities) }),
]);
export type ViewerRequest = v.InferOutput<typeof viewerRequest>;

/**
 * How the typing of a text ended: `done`; `stopped` by its viewer; the screen was `lost`; another text is
 * being typed (`busy`); or the viewer `mayNot` type (any more). What
 * was held down has been let go in every case that still has a screen.
 */
export const typingEnds = ['done', 'stopped', 'lost', 'busy', 'mayNot'] as const;

/** One of those who look at a console. */
const consoleViewer = v.object({
  /** A number of this console's own. */
  id: v.number(),
  /** The name of the user whose session opened it. */
  who: v.string(),
  viewOnly: v.boolean(),
  /** Its ticket lets it act, whether it chose to look only or not. */
  mayTake: v.boolean(),
  /** It has taken the console over. */
  holds: v.boolean(),
  recording: v.boolean(),
  /** Seconds since its last key, click or text. */
  idle: v.number(),
  /** Bytes a second that it was sent lately. */
  rate: v.number(),
});
export type ConsoleViewer = v.InferOutput<typeof consoleViewer>;

const viewerNews = v.variant('type', [
  /** So many strokes have reached the VM's keyboard; `end` comes once, with the last number. */
  /** Who looks, after every change and every few seconds; `you` is the one that is told. */
  v.object({
    type: v.literal('viewers'),
    you: v.number(),
    viewers: v.array(consoleViewer),
    /** Of a screen: what the host sends, in bytes a second, and how good it is. */
    link: optional(v.object({ rate: v.number(), quality: v.picklist(qualities) })),
  }),
  v.object({ type: v.literal('typed'), id: v.number(), strokes: v.number(), end: v.optional(v.picklist(typingEnds)) }),
]);
export type ViewerNews = v.InferOutput<typeof viewerNews>;
export type TypingEnd = (typeof typingEnds)[number];

/** In characters; what a shell on a host may be asked to fill. */
const terminalSize = { columns: whole(2, 1000), rows: whole(1, 1000) };
export type TerminalSize = { columns: number; rows: number };

/** What the page of a shell on a host asks beside its bytes: another size of the terminal. */
const shellRequest = v.strictObject({ type: v.literal('resize'), ...terminalSize });
export type ShellRequest = v.InferOutput<typeof shellRequest>;

/** What Benchtop tells the page of a shell: that the host has started it. */
const shellNews = v.object({ type: v.literal('opened') });
export type ShellNews = v.InferOutput<typeof shellNews>;

/** Reads a text that Benchtop sent to the page of a shell; undefined for news of another version. */
export const readShellNews = (text: string): ShellNews | undefined => read(shellNews, text);

/** The last text of a console's or a shell's WebSocket, whatever it was open for: why it is closed. */
const parting = v.object({ type: v.literal('parting'), reason: phrase });
export type Parting = v.InferOutput<typeof parting>;

/** Reads the sentence of a `parting`; undefined for any other text. */
export const readParting = (text: string): Phrase | undefined => read(parting, text)?.reason;

/** Reads a text that the page of a shell sent; undefined for what is no request. */
export const readShellRequest = (text: string): ShellRequest | undefined => read(shellRequest, text);

export const consoleCommands = {
  createConsoleEndpoint: stream({
    object: 'consoleendpoint',
    roles: access.everyone,
    description: {
      en: 'Opens a console of an instance: a single-use ticket for its graphics or serial line.',
      zh: '打开实例控制台：图形或串口的一次性票据。',
    },
    input: {
      virtualmachineid: uuid,
      type: optional(v.picklist(['vnc', 'serial'])),
      /** Ours: what opens by this ticket can look and never act. */
      viewonly: optional(v.boolean()),
    },
    output: consoleEndpoint,
  }),
  createHostShellEndpoint: stream({
    object: 'consoleendpoint',
    roles: access.admin,
    description: {
      en: 'Opens a shell on a host as its login user: a single-use ticket for its terminal.',
      zh: '以登录用户身份打开主机的 Shell：其终端的一次性票据。',
    },
    input: {
      hostid: uuid,
      /** Of the terminal; 80 × 24 unless given. */
      columns: optional(terminalSize.columns),
      rows: optional(terminalSize.rows),
    },
    output: consoleEndpoint,
  }),
};

/** Reads a text that a page sent; undefined for what is no request. */
export const readViewerRequest = (text: string): ViewerRequest | undefined => read(viewerRequest, text);

/** Reads a text that Benchtop sent; undefined for news of another version. */
export const readViewerNews = (text: string): ViewerNews | undefined => read(viewerNews, text);

function read<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | undefined {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
