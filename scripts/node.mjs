/** The oldest Node that runs this project, said in words. Loads in any Node from 18 on. */

export function needNode26() {
  if (Number(process.versions.node.split('.')[0]) >= 26) return
  console.error(
    `This is Node ${process.versions.node}; Inngang needs 26 or later. npm brings it along: run "npm ci" without ` +
      '--omit=optional, then start through npm ("npm start", "npm test"). On a system that npm has no Node 26 for, ' +
      'install one and put it first in PATH.',
  )
  process.exit(1)
}
