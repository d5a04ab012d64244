import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Thing, ThingList } from './ThingList.tsx';
import classes from './ZoneSetup.module.css';

/** Handed to a step's form: `undefined` id for a new thing. `close` is there when the form was opened beside existing things. */
export interface FormTools {
  id: string | undefined;
  /** After saving: to the next step for the first thing, back to the list for a further one. */
  saved: () => void;
  /** After saving, to stay: what was tested is still to be read. */
  close: () => void;
  /** The button beside Save: back to the step before, or back to the list. */
  foot: ReactNode;
  saveLabel: string;
}

interface Props {
  label: string;
  things: readonly (Omit<Thing, 'onEdit'> & { editable?: boolean })[];
  done: boolean;
  /** Without it nothing can be added. */
  addLabel?: string;
  form: (tools: FormTools) => ReactNode;
  onNext: () => void;
  onBack: () => void;
  /** The form stands open by itself; default while there is nothing yet. */
  formOpen?: boolean;
  /** Between the things and the form. */
  children?: ReactNode;
}

/** The pattern of every step: what there is, a form for the first or a further one, and the way on. */
export function StepBody({ label, things, done, addLabel, form, onNext, onBack, formOpen, children }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | 'new' | undefined>(undefined);
  const shown = open === undefined || open === 'new' || things.some((thing) => thing.id === open) ? open : undefined;
  const back = (
    <Button variant="default" onClick={onBack}>
      {t('zoneSetup.back')}
    </Button>
  );
  const cancel = (
    <Button variant="default" onClick={() => setOpen(undefined)}>
      {t('ui.cancel')}
    </Button>
  );
  return (
    <>
      <ThingList
        label={label}
        things={things.map(({ editable, ...thing }) =>
          editable ? { ...thing, onEdit: () => setOpen(thing.id) } : thing,
        )}
      />
      {children}
      {(formOpen ?? things.length === 0) ? (
        form({
          id: undefined,
          saved: onNext,
          close: () => setOpen(undefined),
          foot: back,
          saveLabel: t('zoneSetup.saveNext'),
        })
      ) : shown === undefined ? (
        <div className={classes.foot}>
          {back}
          {addLabel === undefined ? null : (
            <Button
              variant="default"
              leftSection={<Plus size={15} aria-hidden />}
              onClick={() => setOpen('new')}
              data-create
            >
              {addLabel}
            </Button>
          )}
          <span className={classes.grow} />
          <Button onClick={onNext} disabled={!done}>
            {t('zoneSetup.next')}
          </Button>
        </div>
      ) : (
        <div key={shown}>
          {form({
            id: shown === 'new' ? undefined : shown,
            saved: () => setOpen(undefined),
            close: () => setOpen(undefined),
            foot: cancel,
            saveLabel: t('ui.save'),
          })}
        </div>
      )}
    </>
  );
}
