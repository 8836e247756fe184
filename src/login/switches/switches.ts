/** Which eIDs are off, as a process knows it: from memory, read again now and then. The guard in each answer has the last word. */
import type { Step } from '#db/db.ts'
import type { Method } from '#login/method.ts'
import type { EidSwitch, SwitchStore } from '#login/switches/store.ts'

export interface Switches {
  /** Undefined: on. The service's own switch before everybody's. */
  off(method: string, clientId: string): EidSwitch | undefined
  /** A guard for an answer: fails as `eid-off`. */
  isOn(method: string, clientId: string): Step
  refresh(): Promise<void>
}

export async function openSwitches(store: SwitchStore): Promise<Switches> {
  let known: readonly EidSwitch[] = []
  // What an earlier one read does not take the place of what a later one did.
  const looks = { begun: 0, shown: 0 }
  const refresh = async (): Promise<void> => {
    const mine = ++looks.begun
    const read = await store.all()
    if (mine < looks.shown) return
    looks.shown = mine
    known = read
  }
  await refresh()
  return {
    off(method, clientId) {
      const here = known.filter((one) => one.method === method)
      return here.find((one) => one.clientId === clientId) ?? here.find((one) => one.clientId === undefined)
    },
    isOn: store.isOn,
    refresh,
  }
}

/** The eID as it is behind its switch. */
export const switched = (method: Method, switches: Pick<Switches, 'off'>): Method => ({
  ...method,
  off: (clientId) => {
    const one = switches.off(method.id, clientId)
    return one && { message: one.message }
  },
})
