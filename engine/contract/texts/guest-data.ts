import type { Texts } from './texts.ts';

/** What the words of SSH keys and user data mean. */
export const guestDataTexts: Texts = {
  commands: {
    createSSHKeyPair: {
      name: { en: 'What instances call the pair by.', zh: '实例引用该密钥对所用的名称。' },
    },
    registerSSHKeyPair: {
      name: { en: 'What instances call the key by.', zh: '实例引用该密钥所用的名称。' },
      publickey: {
        en: 'One line of a .pub file, such as ssh-ed25519 AAAA… The private half stays where it is.',
        zh: '.pub 文件中的一行，例如 ssh-ed25519 AAAA…。私钥保留在原处。',
      },
    },
    registerUserData: {
      name: { en: 'What instances and templates call it by.', zh: '实例和模板引用它所用的名称。' },
      params: {
        en: 'Names that each instance gives its own values for, separated by commas. A guest reads them from its metadata.',
        zh: '由各实例分别赋值的名称，以逗号分隔。来宾系统从其元数据中读取。',
      },
    },
    linkUserDataToTemplate: {
      templateid: { en: 'The template whose instances get it.', zh: '其实例获得该用户数据的模板。' },
      isoid: { en: 'The ISO whose instances get it.', zh: '其实例获得该用户数据的 ISO。' },
      userdataid: {
        en: 'The registered user data; left out, the link is taken away.',
        zh: '已注册的用户数据；留空则取消链接。',
      },
      userdatapolicy: {
        en: 'What happens when an instance brings its own: it comes instead (ALLOWOVERRIDE), it is added (APPEND), or it is refused (DENYOVERRIDE).',
        zh: '实例自带用户数据时的处理：取而代之（ALLOWOVERRIDE）、追加（APPEND）或拒绝（DENYOVERRIDE）。',
      },
    },
    resetSSHKeyForVirtualMachine: { id: { en: 'The instance; it has to be stopped.', zh: '实例；必须已停止。' } },
    resetPasswordForVirtualMachine: {
      id: { en: 'The instance, running or stopped.', zh: '实例，运行中或已停止。' },
    },
    resetUserDataForVirtualMachine: { id: { en: 'The instance; it has to be stopped.', zh: '实例；必须已停止。' } },
  },
  parameters: {
    password: {
      en: 'The password of the guest’s administrator, for templates that are password-enabled. Empty: one is made.',
      zh: '来宾系统管理员的密码，用于启用密码的模板。留空则自动生成。',
    },
    keypair: {
      en: 'An SSH key of the account that owns the instance, by its name.',
      zh: '实例所属账户的一个 SSH 密钥，按名称指定。',
    },
    keypairs: {
      en: 'SSH keys of the account that owns the instance, by their names. The guest lets their owners in.',
      zh: '实例所属账户的 SSH 密钥，按名称指定。来宾系统允许其持有者登录。',
    },
    userdata: {
      en: 'What the guest reads at its first start, such as a cloud-config or a script. Clients send it in base64.',
      zh: '来宾系统首次启动时读取的内容，例如 cloud-config 或脚本。客户端以 base64 发送。',
    },
    userdataid: {
      en: 'Registered user data in place of a text of its own.',
      zh: '使用已注册的用户数据，而不是单独的文本。',
    },
    userdatadetails: {
      en: 'Values for the names that the user data declares.',
      zh: '用户数据所声明名称的值。',
    },
  },
  fields: {
    fingerprint: 'MD5 of the public key, in hexadecimal with colons.',
    privatekey: 'The private key in PEM. It is told this once and kept nowhere.',
    publickey: 'The public key, one line as in a .pub file.',
    encryptedpassword: 'The password in base64, encrypted by the RSA key of the instance.',
    passwordenabled: 'Whether its guest takes a password from outside.',
    keypair: 'Only what has the SSH key of this name.',
    keypairs: 'Names of the SSH keys that it was given, separated by commas.',
    userdata: 'User data in base64.',
    userdataid: 'Id of the registered user data.',
    userdataname: 'Name of the registered user data.',
    userdatapolicy: 'What a template’s user data does with an instance’s own: ALLOWOVERRIDE, APPEND or DENYOVERRIDE.',
    userdataparams: 'Names that the user data takes values for, separated by commas.',
    params: 'Names that an instance gives values for, separated by commas.',
    domainpath: 'Path of the domain of the account that owns it.',
  },
};
