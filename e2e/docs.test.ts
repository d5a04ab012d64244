import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { read, repositoryFiles, root } from './repo-files.ts';
import { detailPages, listPages } from './web/pages.ts';

// The manual's promises that reading can keep: its links lead somewhere, both languages have the same chapters, and every word of the
// window that it names is in the window.
const all = repositoryFiles();
const pages = all.filter((file) => file.endsWith('.md') && !/\/fixtures\//.test(file));
const languages = ['en', 'zh-CN'] as const;
const chapters = (language: string) => all.filter((file) => file.startsWith(`docs/${language}/`));

/** Without code, where marks mean themselves, and with the lines of a paragraph joined. */
const prose = (text: string) =>
  text
    .replace(/^( *)(```|~~~)[\s\S]*?^\1\2.*$/gm, '')
    .replace(/`[^`]*`/g, '``')
    .replace(/([^\n])\n *(?![|#\n]|- |\d+\. )/g, '$1 ');

const headings = (text: string) =>
  text
    .replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, '')
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line));

/** The anchor that a heading gets where these pages are read: lower case, words joined by hyphens, no other signs. */
const anchor = (heading: string) =>
  heading
    .replace(/^#+ /, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replace(/ /g, '-');

const links = (text: string) =>
  [...prose(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] as string)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Pictures that the e2e run draws, by their names in docs/screenshots. */
const drawn = new Set(
  languages.flatMap((language) =>
    ['light', 'dark'].flatMap((theme) =>
      [...Object.keys(listPages), ...Object.keys(detailPages)].map((page) => `${language}-${theme}-${page}.png`),
    ),
  ),
);

describe('links', () => {
  test.each(pages)('of %s lead somewhere', (file) => {
    const broken = links(read(file)).filter((link) => {
      const [target = '', fragment] = link.split('#');
      const place = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
      // Whether they were drawn is asked below, for all at once.
      if (path.posix.dirname(place) === 'docs/screenshots') return !drawn.has(path.posix.basename(place));
      if (!existsSync(path.join(root, place))) return true;
      return fragment !== undefined && !headings(read(place)).map(anchor).includes(fragment);
    });
    expect(broken).toEqual([]);
  });

  test('a picture is of its page’s language', () => {
    const wrong = languages.flatMap((language) =>
      chapters(language).flatMap((file) =>
        links(read(file))
          .filter((link) => link.includes('/screenshots/') && !link.includes(`/screenshots/${language}-`))
          .map((link) => `${file}: ${link}`),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the two languages', () => {
  const [first, second] = languages;
  const names = chapters(first).map((file) => path.posix.basename(file));

  test('have the same chapters, and the index names each', () => {
    expect(chapters(second).map((file) => path.posix.basename(file))).toEqual(names);
    const named = new Set(links(read('docs/README.md')));
    expect(
      languages.flatMap((language) => names.map((name) => `${language}/${name}`)).filter((each) => !named.has(each)),
    ).toEqual([]);
  });

  test.each(names)('say the same under the same headings: %s', (name) => {
    const shape = (language: string) =>
      headings(read(`docs/${language}/${name}`)).map((line) => line.replace(/ .*/, ''));
    expect(shape(second)).toEqual(shape(first));
  });

  test.each(names)('show the same pictures and commands: %s', (name) => {
    const shown = (language: string) => {
      const text = read(`docs/${language}/${name}`);
      const pictures = links(text).filter((link) => link.includes('/screenshots/'));
      const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) =>
        // Comments in them are said in each language.
        (match[1] as string).replace(/\s+#.*$/gm, ''),
      );
      return [...pictures.map((link) => link.replace(`/${language}-`, '/')), ...blocks];
    };
    expect(shown(second)).toEqual(shown(first));
  });
});

describe('words of the window', () => {
  /** English chapters set them in italics, Chinese ones in bold: underscores do not work between Chinese characters. */
  const marked = {
    en: /(?<![\w*_\\])_([^_\n]+)_(?![\w_])/g,
    'zh-CN': /\*\*([^*\n]+)\*\*/g,
  } as const;

  function wordsOf(value: unknown): string[] {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
  }

  const blank = /\{\{[^}]*\}\}|\{\d+\}/;
  /** What the window may show for a text with blanks. */
  const shownAs = (text: string) =>
    new RegExp(
      `^${text
        .split(blank)
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.+')}$`,
    );

  const known = Object.fromEntries(
    languages.map((language) => {
      const words = all
        .filter((file) => file.startsWith(`renderer/i18n/${language}/`))
        .flatMap((file) => wordsOf(JSON.parse(read(file))));
      // A text that is little but blanks would be anything.
      return [language, words.filter((word) => /\p{L}/u.test(word.split(blank).join(''))).map(shownAs)];
    }),
  ) as Record<(typeof languages)[number], RegExp[]>;

  const said: [(typeof languages)[number], string][] = [
    ['en', 'README.md'],
    ...languages.flatMap((language) => chapters(language).map((file) => [language, file] as [typeof language, string])),
  ];

  test.each(said)('%s: %s names only words that are there', (language, file) => {
    const wrong = [...prose(read(file)).matchAll(marked[language])]
      .map((match) => match[1] as string)
      .filter((word) => !known[language].some((each) => each.test(word)));
    expect(wrong).toEqual([]);
  });
});

describe('error words', () => {
  const unseen = { en: 'Never seen by our tests', 'zh-CN': '我们的测试从未遇到过' } as const;
  const ours = all
    .filter((file) => /^(engine|main|renderer|e2e)\/.*\.(tsx?|json|sh)$/.test(file) && file !== 'e2e/docs.test.ts')
    .map((file) => read(file).toLowerCase())
    .join('\n');

  // A symptom's heading quotes what people search for: what the product says, or what a test has met. Else the section says so.
  test.each(languages)('%s: what neither product nor tests know is marked so', (language) => {
    const sections = read(`docs/${language}/troubleshooting.md`)
      .split(/^(?=### )/m)
      .slice(1);
    const silent = sections.flatMap((section) => {
      const quoted = [...(section.split('\n')[0] as string).matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
      return section.replace(/\s+/g, ' ').includes(unseen[language])
        ? []
        : quoted.filter((words) => !ours.includes(words.toLowerCase()));
    });
    expect(silent).toEqual([]);
  });
});
