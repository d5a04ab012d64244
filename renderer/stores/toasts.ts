import { create } from 'zustand';

export interface Toast {
  id: number;
  tone: 'ok' | 'error' | 'info';
  title: string;
  message?: string | undefined;
  hint?: string | undefined;
  /** A path where more is to be seen. */
  href?: string | undefined;
}

interface Toasts {
  toasts: Toast[];
  show: (toast: Omit<Toast, 'id'>) => void;
  dismiss: (id: number) => void;
}

let nextId = 1;

/** Short messages in the corner. Errors stay until they are dismissed, the rest goes by itself. */
export const useToasts = create<Toasts>()((set) => ({
  toasts: [],
  show: (toast) => set((state) => ({ toasts: [...state.toasts.slice(-4), { ...toast, id: nextId++ }] })),
  dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));

export const showToast = (toast: Omit<Toast, 'id'>) => useToasts.getState().show(toast);
