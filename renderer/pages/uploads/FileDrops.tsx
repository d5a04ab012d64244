import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMay } from '../../api/permissions.ts';
import { closePanelAsking } from '../../components/side-panel.ts';
import { lookAtFile, nameOf } from '../../components/uploads/look-at-file.ts';
import { word } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { useDroppedList } from '../../stores/dropped-list.ts';
import { openPanel, useOverlay } from '../../stores/overlay.ts';
import { showToast } from '../../stores/toasts.ts';
import { longestList } from '../host-preparation/machine-list.ts';
import { RegisterImage } from '../templates/RegisterImage.tsx';
import classes from './FileDrops.module.css';

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
const isList = (file: File) => /\.csv$/i.test(file.name) || file.type === 'text/csv';
/** Where a list of machines has a meaning. */
const takesLists = (path: string) => path === paths.hosts || path.startsWith(`${paths.hosts}/prepare`);

/**
 * Files that are dropped anywhere in the window: an image opens the form that registers it, with what the file says filled in; on the pages
 * of hosts a list of machines opens the page for it. Without this a browser would leave for the file.
 */
export function FileDrops() {
  const { t } = useTranslation();
  const [path] = useLocation();
  const [over, setOver] = useState(false);
  // A role without the form takes no file either; the window still does not leave for it.
  const taken = useMay()('registerTemplate');
  useEffect(() => {
    /** A form has a place for files of its own, which stops the event before it comes here. */
    const drop = async (files: readonly File[]) => {
      const [file, another] = files;
      if (file === undefined || !taken) return;
      if (another !== undefined)
        return showToast({ tone: 'info', title: t('uploads.oneOnly'), message: t('uploads.oneOnlyText') });
      const refuse = (message: string) =>
        showToast({ tone: 'error', title: t('uploads.notTaken', { name: file.name }), message });
      if (isList(file)) {
        if (!takesLists(path)) return refuse(t('uploads.listElsewhere'));
        // One byte more than may be: what is too long is told, not cut.
        useDroppedList.setState({ text: await file.slice(0, longestList + 1).text() });
        navigate(paths.prepareMachines);
        return;
      }
      const look = await lookAtFile(file).catch(() => undefined);
      if (look === undefined) return refuse(t('uploads.refused.unknown', { what: file.name }));
      if (look.kind === undefined) return refuse(t(`uploads.refused.${look.refusal}`, { what: look.what }));
      await closePanelAsking();
      // The person went on with the form that was open.
      if (useOverlay.getState().panel !== undefined) return;
      const iso = look.kind === 'ISO';
      openPanel({
        title: word('commands', iso ? 'registerIso' : 'registerTemplate'),
        content: (
          <RegisterImage
            key={`${file.name} ${file.lastModified}`}
            image={iso ? 'iso' : 'template'}
            start={{ source: 'file', file, name: nameOf(file), ...(!iso && { format: look.kind }) }}
          />
        ),
      });
    };
    const dragOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Out of the window, not from one part of it to another.
      if (event.relatedTarget === null) setOver(false);
    };
    const dropped = (event: DragEvent) => {
      setOver(false);
      if (!holdsFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      void drop([...(event.dataTransfer?.files ?? [])]);
    };
    addEventListener('dragover', dragOver);
    addEventListener('dragleave', leave);
    addEventListener('drop', dropped);
    return () => {
      removeEventListener('dragover', dragOver);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', dropped);
    };
  }, [path, t, taken]);
  if (!over || !taken) return null;
  return (
    <div className={classes.root} role="status">
      <span className={classes.words}>{t(takesLists(path) ? 'uploads.dropList' : 'uploads.dropHere')}</span>
    </div>
  );
}
