import type { Texts } from './texts.ts';

/** What the words of scaling mean. */
export const instanceSizeTexts: Texts = {
  commands: {
    scaleVirtualMachine: {
      id: { en: 'The instance; it has to be stopped.', zh: '实例；必须已停止。' },
      serviceofferingid: {
        en: 'The offering that it has from now on. Its next start looks for a host with room for it.',
        zh: '此后使用的方案。下次启动时会寻找有足够资源的主机。',
      },
      details: {
        en: 'The size, for an offering that leaves it open: cpuNumber, cpuSpeed and memory.',
        zh: '规格，用于可自定义的方案：cpuNumber、cpuSpeed 和 memory。',
      },
    },
  },
};
