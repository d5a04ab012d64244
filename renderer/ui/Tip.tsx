import { cloneElement, type ReactElement } from 'react';

interface Props {
  /** A few words; undefined shows none. */
  label: string | undefined;
  /** Where it appears if there is room. */
  side?: 'top' | 'bottom' | 'right';
  /** One element that hands attributes on to the document. */
  children: ReactElement<{ 'data-tip'?: string | undefined; 'data-tip-side'?: string | undefined }>;
}

/**
 * A tip for one element, shown by the TipLayer on hover and on focus by the keyboard. The element only carries the words: a list has
 * hundreds of them, and a floating element with its listeners for each was a third of what a page took to draw. It names nothing for
 * screen readers: what a tip says must be in the element's own name or description where it says more than the element.
 */
export function Tip({ label, side, children }: Props) {
  return cloneElement(children, { 'data-tip': label, 'data-tip-side': side });
}
