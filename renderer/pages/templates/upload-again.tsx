import { Upload } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IsoView, TemplateView } from '../../../engine/contract/views.ts';
import type { ResourceAction } from '../../components/resource-action.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RegisterImage } from './RegisterImage.tsx';

/**
 * Sends a file once more for a template or an ISO that came to nothing: the form, with all but the file filled in. The window may have been
 * closed since, and a page cannot open a file by itself.
 */
export function useUploadAgain<I extends TemplateView | IsoView>(image: 'template' | 'iso'): ResourceAction<I> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      id: 'upload-again',
      needs: image === 'iso' ? 'getUploadParamsForIso' : 'getUploadParamsForTemplate',
      label: t('uploads.again'),
      icon: Upload,
      refusal: (row) => (/^Upload(Error|Abandoned)$/.test(row.state) ? undefined : t('uploads.onlyFailed')),
      run: ([row]) => {
        if (row === undefined) return;
        const { name, displaytext, checksum, zoneid, ostypeid, ispublic, isfeatured, hypervisor } = row;
        const own =
          row.format === 'ISO'
            ? { bootable: row.bootable }
            : { format: row.format, passwordenabled: row.passwordenabled };
        openPanel({
          title: t('uploads.again'),
          content: (
            <RegisterImage
              image={image}
              replaces={row.id}
              start={{
                source: 'file',
                name,
                displaytext,
                checksum,
                zoneid,
                ostypeid,
                ispublic,
                isfeatured,
                hypervisor,
                ...own,
              }}
            />
          ),
        });
      },
    }),
    [image, t],
  );
}
