/** What the program says, in English and Chinese. */
const words = {
  usage: [
    `Usage: benchtop VERB NOUN [name=value …] [options]
       benchtop list virtualmachines zoneid=… state=Running
       benchtop createDiskOffering name=… disksize=20

  benchtop login --url URL [--fingerprint F | --ca FILE]     asks for a user and a password, or for keys with --keys
  benchtop logout                                             forgets them
  benchtop help [VERB [NOUN]]                                 what there is, and what a command takes
  benchtop completion bash|zsh|fish                           prints what the shell reads

Options:
  -o, --output table|json|text   how the answer is shown; a table where it goes to a screen
      --filter a,b               only these fields, in this order
      --async                    do not wait for the end of a job
      --url URL                  the address of the API, such as http://127.0.0.1:8080/client/api
      --fingerprint F            the SHA-256 fingerprint of its certificate
      --ca FILE                  the certificate that it was signed by, as PEM

Surroundings: BENCHTOP_API, BENCHTOP_KEY, BENCHTOP_SECRET, BENCHTOP_FINGERPRINT, BENCHTOP_CA.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 not signed in or not allowed, 4 no room or in the way, 5 not reached.`,
    `用法：benchtop 动词 名词 [名称=值 …] [选项]
      benchtop list virtualmachines zoneid=… state=Running
      benchtop createDiskOffering name=… disksize=20

  benchtop login --url URL [--fingerprint F | --ca 文件]    询问用户名和密码；加 --keys 则询问密钥
  benchtop logout                                            清除已保存的登录信息
  benchtop help [动词 [名词]]                                列出命令，或某命令的参数
  benchtop completion bash|zsh|fish                          输出供 shell 读取的补全脚本

选项：
  -o, --output table|json|text   结果的显示方式；输出到屏幕时为表格
      --filter a,b               只显示这些字段，并按此顺序
      --async                    不等待任务结束
      --url URL                  API 的地址，例如 http://127.0.0.1:8080/client/api
      --fingerprint F            其证书的 SHA-256 指纹
      --ca 文件                  签发其证书的证书（PEM）

环境变量：BENCHTOP_API、BENCHTOP_KEY、BENCHTOP_SECRET、BENCHTOP_FINGERPRINT、BENCHTOP_CA。
退出码：0 完成，1 失败，2 用法错误，3 未登录或无权限，4 容量不足或有冲突，5 无法连接。`,
  ],
  noCommand: ['There is no command {0}.', '没有命令 {0}。'],
  didYouMean: ['Did you mean: {0}?', '您是否想用：{0}？'],
  notAPair: ['{0} is no name=value.', '{0} 不是“名称=值”。'],
  unknownParameter: ['{0} has no parameter {1}.', '{0} 没有参数 {1}。'],
  notSignedIn: [
    'Nobody is signed in. Use benchtop login, or BENCHTOP_API, BENCHTOP_KEY and BENCHTOP_SECRET.',
    '尚未登录。请使用 benchtop login，或设置 BENCHTOP_API、BENCHTOP_KEY 和 BENCHTOP_SECRET。',
  ],
  noUrl: ['Say where: --url http://127.0.0.1:8080/client/api', '请指定地址：--url http://127.0.0.1:8080/client/api'],
  badUrl: ['{0} is no address of an API.', '{0} 不是 API 的地址。'],
  user: ['User: ', '用户：'],
  password: ['Password: ', '密码：'],
  apiKey: ['API key: ', 'API 密钥：'],
  secretKey: ['Secret key: ', '私有密钥：'],
  signedIn: ['Signed in as {0}; kept in {1}.', '已登录为 {0}；已保存到 {1}。'],
  signedOut: ['Signed out.', '已退出登录。'],
  notReached: ['{0} cannot be reached: {1}', '无法连接 {0}：{1}'],
  otherCertificate: [
    'The certificate of {0} has another fingerprint: {1}. Nothing was sent.',
    '{0} 的证书指纹不同：{1}。未发送任何内容。',
  ],
  notAnAnswer: ['{0} does not answer as an API does.', '{0} 的应答不是 API 的应答。'],
  waiting: ['waiting', '等待中'],
  jobFailed: ['The job failed: {0}', '任务失败：{0}'],
  jobCancelled: ['The job was cancelled.', '任务已取消。'],
  required: ['must be given', '必填'],
  badOption: ['{0}', '{0}'],
  badOutput: ['The output is table, json or text.', '输出方式为 table、json 或 text。'],
  badShell: ['Completion is for bash, zsh or fish.', '补全支持 bash、zsh 或 fish。'],
} as const;

export type Word = keyof typeof words;
export type Language = 'en' | 'zh';

/** The language of the surroundings. */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
  const wanted = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return /^zh/i.test(wanted) ? 'zh' : 'en';
}

export const speaker =
  (language: Language) =>
  (word: Word, ...values: string[]): string =>
    words[word][language === 'zh' ? 1 : 0].replace(/\{(\d)\}/g, (_mark, index: string) => values[Number(index)] ?? '');
export type Speak = ReturnType<typeof speaker>;

/** How the program ends, by what went wrong. */
export const exitCodes = { failed: 1, use: 2, access: 3, conflict: 4, unreached: 5 } as const;

/** Something to say before ending. */
export class Ending extends Error {
  readonly exitCode: number;
  constructor(kind: keyof typeof exitCodes, message: string) {
    super(message);
    this.exitCode = exitCodes[kind];
  }
}
