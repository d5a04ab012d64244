import { useTranslation } from 'react-i18next';
import { type CommandName, contract } from '../../../engine/contract/contract.ts';
import { entriesOf, type Shape, typeOf } from '../../../engine/contract/shape.ts';
import { fieldText } from '../../../engine/contract/texts/meaning.ts';
import { wordOrNothing } from '../../components/words.ts';
import classes from './ApiExplorer.module.css';

/** What a command's answer holds, folded away: the fields of a row, of what was made, or of what a job comes to. */
export function AnswerFields({ name }: { name: CommandName }) {
  const { t, i18n } = useTranslation();
  const spec = contract[name];
  const shape = ('row' in spec ? spec.row : spec.output) as unknown as Shape;
  const fields = Object.entries(entriesOf(shape)).sort(([a], [b]) => a.localeCompare(b));
  if (fields.length === 0) return null;
  const about = (field: string) =>
    i18n.language === 'zh-CN' ? wordOrNothing('fields', field) : fieldText(name, field);
  return (
    <details className={classes.fold}>
      <summary>{t('api.answerFields', { count: fields.length })}</summary>
      <dl>
        {fields.map(([field, given]) => (
          <div key={field}>
            <dt className={classes.label}>
              <span className="mono">{field}</span>
              <span className={classes.type}>{typeOf(given)}</span>
            </dt>
            <dd>{about(field)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
