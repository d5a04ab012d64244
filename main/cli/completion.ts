import { typedCommands, verbs } from './commands.ts';

// The scripts that shells read, made from the contract: verbs, nouns, and the parameters of each command.

const first = [...verbs, 'login', 'logout', 'help', 'completion'].join(' ');
const options = '--output --filter --async --url --fingerprint --ca';
const nounsOf = (verb: string) =>
  typedCommands
    .filter((each) => each.verb === verb)
    .map((each) => each.noun)
    .join(' ');
const parametersOf = (parameters: readonly string[]) => parameters.map((name) => `${name}=`).join(' ');

/** The arms of a `case` of bash and zsh. */
const nounArms = [
  ...verbs.map((verb) => `      ${verb}) found='${nounsOf(verb)}' ;;`),
  "      completion) found='bash zsh fish' ;;",
];
const parameterArms = typedCommands.map(
  ({ verb, noun, name, parameters }) => `      '${verb} ${noun}'|'${name} '*) found='${parametersOf(parameters)}' ;;`,
);

const bash = `# Completion of benchtop for bash: source <(benchtop completion bash)
_benchtop() {
  local current="\${COMP_WORDS[COMP_CWORD]}" found=''
  COMPREPLY=()
  # What comes after an equals sign is a value.
  if [ "$current" = '=' ] || [ "\${COMP_WORDS[COMP_CWORD-1]}" = '=' ]; then return; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    found='${first}'
  elif [ "$COMP_CWORD" -eq 2 ]; then
    case "\${COMP_WORDS[1]}" in
${nounArms.join('\n')}
    esac
  fi
  if [ -z "$found" ]; then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${parameterArms.join('\n')}
    esac
    found="$found ${options}"
    compopt -o nospace 2>/dev/null
  fi
  COMPREPLY=($(compgen -W "$found" -- "$current"))
}
complete -F _benchtop benchtop
`;

const zsh = `#compdef benchtop
# Completion of benchtop for zsh: source <(benchtop completion zsh)
_benchtop() {
  local found=''
  if (( CURRENT == 2 )); then
    found='${first}'
  elif (( CURRENT == 3 )); then
    case "$words[2]" in
${nounArms.join('\n')}
    esac
  fi
  if [[ -n $found ]]; then
    compadd -- \${=found}
    return
  fi
  case "$words[2] $words[3]" in
${parameterArms.join('\n')}
  esac
  compadd -S '' -- \${=found}
  compadd -- ${options}
}
compdef _benchtop benchtop
`;

const fish = `# Completion of benchtop for fish: benchtop completion fish | source
function __benchtop_words
  set -l typed (commandline -opc)
  if test (count $typed) -eq 1
    string split ' ' '${first}'
    return
  end
  if test (count $typed) -eq 2
    switch $typed[2]
${verbs
  .filter((verb) => nounsOf(verb) !== '')
  .map((verb) => `      case ${verb}\n        string split ' ' '${nounsOf(verb)}'\n        return`)
  .join('\n')}
      case completion
        string split ' ' 'bash zsh fish'
        return
    end
  end
  switch "$typed[2] $typed[3]"
${typedCommands
  .filter(({ parameters }) => parameters.length > 0)
  .map(
    ({ verb, noun, name, parameters }) =>
      `    case '${verb} ${noun}' '${name} *'\n      string split ' ' '${parametersOf(parameters)}'`,
  )
  .join('\n')}
  end
  string split ' ' -- '${options}'
end
complete -c benchtop -f -a '(__benchtop_words)'
`;

export const completions: Readonly<Record<string, string>> = { bash, zsh, fish };
