/** One line of the list that a product shows of its technicians. */
export interface Technician {
  readonly name: string
  readonly role: string
  readonly status: 'Active' | 'Inactive' | 'Invited'
}

/** The console of a product that has no interface: people click there, and export what it shows. */
export class Console {
  readonly technicians = new Map<string, Technician>()

  add(email: string, name: string, role = 'Beginner', status: Technician['status'] = 'Invited'): void {
    if (this.technicians.has(email)) throw new Error(`${email} is taken for good`)
    this.technicians.set(email, { name, role, status })
  }

  change(email: string, change: Partial<Technician>): void {
    this.technicians.set(email, { ...this.#at(email), ...change })
  }

  rename(email: string, to: string): void {
    const technician = this.#at(email)
    if (this.technicians.has(to)) throw new Error(`${to} is taken for good`)
    this.technicians.delete(email)
    this.technicians.set(to, technician)
  }

  /** As the product writes it: semicolons, a byte order mark, and columns that nobody asked for. */
  csv(): string {
    const rows = [...this.technicians].map(
      ([email, { name, role, status }]) => `${name};${email};${role};${status};EMEA`,
    )
    return `\uFEFFName;Email;Role;Status;Region\r\n${rows.join('\r\n')}\r\n`
  }

  #at(email: string): Technician {
    const technician = this.technicians.get(email)
    if (technician === undefined) throw new Error(`there is no technician ${email}`)
    return technician
  }
}
