import { Group, NativeSelect, Pagination } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ResourceList.module.css';

interface Props {
  count: number;
  page: number;
  pageSize: number;
  onPage: (page: number) => void;
  onPageSize: (size: number) => void;
}

const pageSizes = ['50', '100', '200', '500'];

/** Below a list: which rows of how many, the pages and their size. */
export function ListFooter({ count, page, pageSize, onPage, onPageSize }: Props) {
  const { t } = useTranslation();
  const pages = Math.max(1, Math.ceil(count / pageSize));
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(count, page * pageSize);
  return (
    <div className={classes.footer}>
      <span className="number" role="status">
        {/* An empty list says so itself. */}
        {count === 0 ? null : t('lists.range', { first, last, count })}
      </span>
      <Group gap="md">
        {pages > 1 ? (
          <Pagination
            total={pages}
            value={Math.min(page, pages)}
            onChange={onPage}
            size="xs"
            getControlProps={(control) => ({ 'aria-label': t(`lists.${control}`) })}
            getItemProps={(item) => ({ 'aria-label': t('lists.page', { page: item }) })}
          />
        ) : null}
        {count > 50 ? (
          <NativeSelect
            size="xs"
            aria-label={t('lists.pageSize')}
            data={pageSizes}
            value={String(pageSize)}
            onChange={(event) => onPageSize(Number(event.currentTarget.value))}
          />
        ) : null}
      </Group>
    </div>
  );
}
