import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CommandName, ListName } from '../../engine/contract/contract.ts';
import { useMay } from '../api/permissions.ts';
import { Page } from './Page.tsx';
import { ResourceList, type ResourceListProps } from './ResourceList.tsx';

interface Props<K extends ListName> extends Omit<ResourceListProps<K>, 'empty'> {
  /** The page's primary action; the shortcut `c` presses its button. */
  create?: { needs: CommandName; label: string; run: () => void };
  /** Further buttons before the primary one. */
  moreActions?: ReactNode;
  empty: { title: string; text?: string };
}

/** A page that is a list: title row with the primary action, then the list. */
export function ListPage<K extends ListName>({ create, moreActions, empty, ...list }: Props<K>) {
  const may = useMay();
  const actions = (
    <>
      {moreActions}
      {create === undefined || !may(create.needs) ? null : (
        <Button leftSection={<Plus size={15} aria-hidden />} onClick={create.run} data-create>
          {create.label}
        </Button>
      )}
    </>
  );
  return (
    <Page icon={list.icon} title={list.label} actions={actions}>
      <ResourceList {...(list as unknown as ResourceListProps<K>)} empty={empty} />
    </Page>
  );
}
