import i18next from 'i18next';
import type { Answer, Input } from '../../../engine/contract/contract.ts';
import { call } from '../../api/client.ts';
import { splitHash } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { showToast } from '../../stores/toasts.ts';
import { forgetUpload, sendFile } from '../../stores/uploads.ts';

export type UploadCommand = 'getUploadParamsForTemplate' | 'getUploadParamsForIso';

/** What an upload came to nothing as: its row goes when it is tried again. Who cannot delete it keeps it. */
export const removeImage = (image: 'template' | 'iso', id: string) =>
  call(image === 'iso' ? 'deleteIso' : 'deleteTemplate', { id }).catch(() => {});

/** Sends the file that a command was asked for, and offers to do all of it again where it fails. */
export async function followUpload<K extends UploadCommand>(
  command: K,
  input: Input<K>,
  file: File,
  answer: Answer<K>,
): Promise<void> {
  const image = command === 'getUploadParamsForIso' ? 'iso' : 'template';
  const { id, jobid, url } = answer;
  const again = async () => {
    const next = await call(command, input);
    forgetUpload(jobid);
    void removeImage(image, id);
    void followUpload(command, input, file, next);
  };
  const done = await sendFile({ jobid, url, file, name: input.name, image, again });
  const [list, page] = image === 'iso' ? [paths.isos, paths.iso(id)] : [paths.templates, paths.template(id)];
  if (done && ![list, page].includes(splitHash(location.hash)[0]))
    showToast({ tone: 'ok', title: i18next.t('uploads.done', { name: input.name }), href: page });
}
