import type { Texts } from './texts.ts';

/** What the words of scaling mean. */
export const instanceSizeTexts: Texts = {
  commands: {
    scaleVirtualMachine: {
      id: {
        en: 'The instance: stopped, or running where it may grow while it runs.',
        zh: '实例：已停止，或正在运行且允许在运行时扩容。',
      },
      serviceofferingid: {
        en: 'The offering that it has from now on. Its next start looks for a host with room for it.',
        zh: '此后使用的方案。下次启动时会寻找有足够资源的主机。',
      },
      details: {
        en: 'The size, for an offering that leaves it open: cpuNumber, cpuSpeed and memory.',
        zh: '规格，用于可自定义的方案：cpuNumber、cpuSpeed 和 memory。',
      },
    },
    updateVirtualMachine: {
      isdynamicallyscalable: {
        en: 'Whether it may grow while it runs; changed while it is stopped.',
        zh: '运行时是否可扩容；在停止时修改。',
      },
    },
  },
  parameters: {
    isdynamicallyscalable: {
      en: 'Whether instances of it may grow while they run: its system has to take processors and memory as they come.',
      zh: '其实例运行时是否可扩容：操作系统须支持热插 CPU 和内存。',
    },
    dynamicscalingenabled: {
      en: 'Whether they may grow while they run, where offering, template and zone allow it.',
      zh: '运行时是否可扩容（需计算方案、模板和区域均允许）。',
    },
  },
};
