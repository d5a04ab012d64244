import english from '../../renderer/i18n/en/commands.json' with { type: 'json' };
import chinese from '../../renderer/i18n/zh-CN/commands.json' with { type: 'json' };

/** The words of what the desktop itself shows: menu, tray, notifications. */
export interface Words {
  file: string;
  deploy: string;
  settings: string;
  close: string;
  quit: string;
  edit: string;
  undo: string;
  redo: string;
  cut: string;
  copy: string;
  paste: string;
  selectAll: string;
  view: string;
  actualSize: string;
  zoomIn: string;
  zoomOut: string;
  fullScreen: string;
  jobs: string;
  window: string;
  minimize: string;
  showWindow: string;
  noJobs: string;
  jobsRunning(count: number): string;
  moreJobs(count: number): string;
  finished: string;
  failed: string;
  stuck: string;
  manyEnded(finished: number, failed: number): string;
  leaveTitle: string;
  leaveText: string;
  stay: string;
  leave: string;
  /** A command's name as the pages have it. */
  command(name: string): string;
}

const commandIn =
  (table: Record<string, string>) =>
  (name: string): string =>
    Object.hasOwn(table, name) ? (table[name] ?? name) : name;

const en: Words = {
  file: 'File',
  deploy: 'Deploy an instance',
  settings: 'Settings',
  close: 'Close window',
  quit: 'Quit Benchtop',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  jobs: 'Jobs',
  window: 'Window',
  minimize: 'Minimize',
  showWindow: 'Show Benchtop',
  noJobs: 'No jobs running',
  jobsRunning: (count) => (count === 1 ? '1 job running' : `${count} jobs running`),
  moreJobs: (count) => `and ${count} more`,
  finished: 'Finished',
  failed: 'Failed',
  stuck: 'Needs you: what it did could not be taken back',
  manyEnded: (finished, failed) => `${finished + failed} jobs ended: ${finished} finished, ${failed} failed`,
  leaveTitle: 'A file is being uploaded',
  leaveText: 'An upload ends with its window and cannot go on where it stopped.',
  stay: 'Stay',
  leave: 'Leave and end the upload',
  command: commandIn(english.commands),
};

const zh: Words = {
  file: '文件',
  deploy: '部署实例',
  settings: '设置',
  close: '关闭窗口',
  quit: '退出 Benchtop',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  jobs: '任务',
  window: '窗口',
  minimize: '最小化',
  showWindow: '显示 Benchtop',
  noJobs: '没有正在运行的任务',
  jobsRunning: (count) => `${count} 个任务正在运行`,
  moreJobs: (count) => `还有 ${count} 个`,
  finished: '已完成',
  failed: '失败',
  stuck: '需要处理：已做的更改无法撤销',
  manyEnded: (finished, failed) => `${finished + failed} 个任务已结束：${finished} 个完成，${failed} 个失败`,
  leaveTitle: '有文件正在上传',
  leaveText: '上传会随窗口一起结束，且无法从中断处继续。',
  stay: '留下',
  leave: '离开并结束上传',
  command: commandIn(chinese.commands),
};

/**
 * The words for a desktop's language. The pages have a language switch of their own; what belongs to the desktop follows the desktop.
 *
 * @param locale a language tag such as `zh-CN` or `en-GB`.
 */
export function wordsFor(locale: string): Words {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}
