import { Button, Group, Modal, Portal, Stack, Text } from '@mantine/core';
import { Compass } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOverlay } from '../../stores/overlay.ts';
import { usePreferences } from '../../stores/preferences.ts';
import classes from './Tour.module.css';

/** The parts of the window that the tour shows, in this order; each part carries its name as `data-tour`. */
const stops = ['navigation', 'palette', 'jobs', 'language', 'keys'] as const;
/** Pixels between a part and the ring around it. */
const ringGap = 3;

/** Begins the tour; from now on it does not offer itself again. */
function beginTour(): void {
  usePreferences.getState().set({ tourOffered: false });
  useOverlay.getState().set({ tourOpen: true, shortcutsOpen: false });
}

/** The offer after the question of the first run: it stands on the page, in nobody's way, until it is answered once. */
export function TourOffer() {
  const { t } = useTranslation();
  const { tourOffered, set } = usePreferences();
  if (!tourOffered) return null;
  return (
    <section className={classes.offer} aria-label={t('tour.title')}>
      <Compass size={18} aria-hidden />
      <span className={classes.text}>{t('tour.offer')}</span>
      <Button onClick={beginTour}>{t('tour.begin')}</Button>
      <Button variant="default" onClick={() => set({ tourOffered: false })}>
        {t('tour.decline')}
      </Button>
    </section>
  );
}

/** Begins it again whenever one likes: at the foot of the sheet of shortcuts. */
export function TourButton() {
  const { t } = useTranslation();
  return (
    <Button variant="default" leftSection={<Compass size={15} aria-hidden />} onClick={beginTour}>
      {t('tour.begin')}
    </Button>
  );
}

/** A ring around the part that is spoken of. */
function Ring({ part }: { part: (typeof stops)[number] }) {
  const [box, setBox] = useState<DOMRect | undefined>(undefined);
  useLayoutEffect(() => {
    const measure = () => setBox(document.querySelector(`[data-tour=${part}]`)?.getBoundingClientRect());
    measure();
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, [part]);
  if (box === undefined) return null;
  const left = Math.max(box.left - ringGap, ringGap);
  const top = Math.max(box.top - ringGap, ringGap);
  return (
    <Portal>
      <div
        className={classes.ring}
        aria-hidden
        style={{
          left,
          top,
          // A part at the window's edge has its ring inside: cut off, it would look broken.
          width: Math.min(box.right + ringGap, innerWidth - ringGap) - left,
          height: Math.min(box.bottom + ringGap, innerHeight - ringGap) - top,
        }}
      />
    </Portal>
  );
}

/** The tour of the window: five parts, one after the other by Enter or the arrows; Esc ends it anywhere. */
export function Tour() {
  const { t } = useTranslation();
  const [index, setIndex] = useState(0);
  const set = useOverlay((overlay) => overlay.set);
  const part = stops[index];
  if (part === undefined) return null;
  const end = () => set({ tourOpen: false });
  const isLast = index === stops.length - 1;
  const move = (by: number) => setIndex((before) => Math.min(stops.length - 1, Math.max(0, before + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight') move(1);
    else if (event.key === 'ArrowLeft') move(-1);
  };
  return (
    <>
      <Modal
        opened
        onClose={end}
        title={t('tour.title')}
        centered
        overlayProps={{ backgroundOpacity: 0.25 }}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
        onKeyDown={onKeyDown}
      >
        <Stack gap="md">
          <div aria-live="polite">
            <Text size="xs" c="dimmed">
              {t('tour.stop', { number: index + 1, count: stops.length })}
            </Text>
            <h3 className={classes.head}>{t(`tour.${part}.title`)}</h3>
            <Text>{t(`tour.${part}.text`)}</Text>
          </div>
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={end}>
              {t('tour.skip')}
            </Button>
            <Group gap="sm">
              <Button variant="default" onClick={() => move(-1)} disabled={index === 0}>
                {t('tour.back')}
              </Button>
              <Button data-autofocus onClick={isLast ? end : () => move(1)}>
                {t(isLast ? 'tour.end' : 'tour.next')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </Modal>
      <Ring part={part} />
    </>
  );
}
