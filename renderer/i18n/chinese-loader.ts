type Chinese = typeof import('./simplified-chinese.ts');

let loaded: Chinese | undefined;

/** Fetches the Chinese words. They are half of all words and a third of a window's first code, so that only who reads them loads them. */
export async function loadChinese(): Promise<Chinese> {
  loaded ??= await import('./simplified-chinese.ts');
  return loaded;
}

/** The Chinese words, once they are there; the window is shown in Chinese no earlier. */
export const chineseWords = (): Chinese | undefined => loaded;
