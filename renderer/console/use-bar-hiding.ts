import { type PointerEvent, useEffect, useState } from 'react';

const hideAfterMilliseconds = 3500;
/** Pixels from the top edge where the pointer calls the bar back, and below which it lets it go. */
const callEdge = 8;
const keepEdge = 56;

/** Lets a bar that lies over the picture go away after a while, until the pointer touches the top edge. */
export function useBarHiding(floating: boolean) {
  const [near, setNear] = useState(false);
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    setHidden(false);
    if (!floating || near) return undefined;
    const timer = setTimeout(() => setHidden(true), hideAfterMilliseconds);
    return () => clearTimeout(timer);
  }, [floating, near]);
  return {
    floating,
    hidden: floating && hidden,
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
      if (y < callEdge) setNear(true);
      else if (y > keepEdge) setNear(false);
    },
  };
}
