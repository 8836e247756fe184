/** Writes `docs/configuration.md` from the table, so that the page cannot lag behind. */
import {
  entries,
  environmentName,
  fileName,
  prefix,
  type Setting,
  type SettingName,
  settingNames,
  settingOf,
} from '#config/table.ts'

const start = `# Configuration

This page is made from \`src/config/table.ts\` by \`npm run docs\`.

Settings come from the environment (\`${prefix}…\`) and from a JSON file that \`${prefix}CONFIG\` names; the environment wins.
In the file the names are the same in small letters without the prefix: \`{ "issuer": "https://login.example.no", "tls_cert": "/etc/…" }\`.
A secret may stand in a file of its own, named by \`…_FILE\`. Every fault is told at once, and nothing starts before all are mended;
\`inngang config check\` tells them without starting. Whether a process is production or a twin is no setting: they are two programs.

`

export const configurationPage = (): string => start + settingNames.map(section).join('\n')

function section(name: SettingName): string {
  const setting = settingOf(name)
  const facts = [
    `${setting.kind.says}`,
    ...(setting.entries.length < entries.length ? [`${setting.entries.join(', ')} only`] : []),
    ...defaultsOf(setting),
    `in the file: \`${fileName(name)}\``,
    ...(setting.secret ? [`or from a file: \`${environmentName(name)}_FILE\``] : []),
  ]
  return `## ${environmentName(name)}\n\n${setting.sentence}\n\n${facts.map((fact) => `- ${fact}\n`).join('')}`
}

function defaultsOf(setting: Setting<unknown>): readonly string[] {
  const shown = setting.entries.map((entry) => {
    if (setting.neededBy.includes(entry)) return { entry, says: 'needed' }
    const value = setting.defaults[entry]
    return { entry, says: value === undefined || value === '' ? 'empty' : `\`${value}\`` }
  })
  const alike = shown.every(({ says }) => says === shown[0]?.says)
  if (alike) return [shown[0]?.says === 'needed' ? 'needed' : `default: ${shown[0]?.says ?? 'empty'}`]
  return [`default: ${shown.map(({ entry, says }) => `${says} (${entry})`).join(', ')}`]
}
