/// Runs a parsed template: Go's rules for lookups, calls, truth and printing.
struct TemplateEvaluator {
    private enum Flow { case onward, leave, next }

    private let definitions: [String: TemplateDefinition]
    private let limits: TemplateLimits
    private var current: TemplateDefinition
    private var output: [UInt8] = []
    private var steps = 0
    private var depth = 0
    /// Variables in scope, innermost last. Number 0 is `$`.
    private var variables: [(number: Int, value: TemplateValue)]
    private let data: TemplateValue

    init(definitions: [String: TemplateDefinition], main: TemplateDefinition, data: TemplateValue, limits: TemplateLimits) {
        self.definitions = definitions
        self.limits = limits
        self.data = data
        current = main
        variables = [(0, data)]
        output.reserveCapacity(8192)
    }

    mutating func render() throws(TemplateError) -> [UInt8] {
        _ = try walk(current.body, data)
        return output
    }

    private func fail(_ message: String, at range: Range<Int>) -> TemplateError {
        var context = String(decoding: current.source.bytes[range], as: UTF8.self)
        if context.utf8.count > 60 { context = String(context.prefix(57)) + "..." }
        return TemplatePosition.error(
            message, at: range.lowerBound, in: current.source.bytes, template: current.source.name, definition: current.name,
            context: context.isEmpty ? "." : context)
    }

    private mutating func step(at range: Range<Int>) throws(TemplateError) {
        steps &+= 1
        if steps > limits.steps { throw fail("the template runs too long: more than \(limits.steps) steps", at: range) }
        if output.count > limits.outputBytes { throw fail("the template writes more than \(limits.outputBytes) bytes", at: range) }
    }

    // MARK: Statements

    private mutating func walk(_ statements: [TemplateStatement], _ dot: TemplateValue) throws(TemplateError) -> Flow {
        for statement in statements {
            switch statement {
            case .text(let bytes): output.append(contentsOf: bytes)
            case .action(let pipeline):
                let value = try evaluate(pipeline, dot)
                if pipeline.variables.isEmpty { GoText.append(value, to: &output) }
            case .condition(let branch):
                let mark = variables.count
                let value = try evaluate(branch.pipeline, dot)
                let flow = try walk(value.isTrue ? branch.body : branch.otherwise, dot)
                variables.removeSubrange(mark...)
                if flow != .onward { return flow }
            case .with(let branch):
                let mark = variables.count
                let value = try evaluate(branch.pipeline, dot)
                let flow = value.isTrue ? try walk(branch.body, value) : try walk(branch.otherwise, dot)
                variables.removeSubrange(mark...)
                if flow != .onward { return flow }
            case .range(let branch):
                let mark = variables.count
                let flow = try loop(branch, dot)
                variables.removeSubrange(mark...)
                if flow != .onward { return flow }
            case .call(let name, let argument, let offset):
                try call(name, argument, offset, dot)
            case .leave: return .leave
            case .next: return .next
            }
        }
        return .onward
    }

    private mutating func call(_ name: String, _ argument: TemplatePipeline?, _ offset: Int, _ dot: TemplateValue) throws(TemplateError) {
        let range = offset..<(argument?.range.upperBound ?? offset + "template".utf8.count)
        guard let definition = definitions[name] else { throw fail("template \"\(name)\" not defined", at: range) }
        guard depth < limits.depth else { throw fail("exceeded maximum template depth (\(limits.depth))", at: range) }
        var inner = dot
        if let argument { inner = try evaluate(argument, dot) } else { inner = .missing }
        let (outer, outerVariables) = (current, variables)
        (current, variables) = (definition, [(0, inner)])
        depth += 1
        try step(at: 0..<0)
        _ = try walk(definition.body, inner)
        depth -= 1
        (current, variables) = (outer, outerVariables)
    }

    private mutating func loop(_ branch: TemplateBranch, _ dot: TemplateValue) throws(TemplateError) -> Flow {
        let pipeline = branch.pipeline
        let value = try evaluate(pipeline, dot, binds: false)
        if !pipeline.assigns { for number in pipeline.variables { variables.append((number, value)) } }
        let mark = variables.count
        switch value {
        case .list(let items):
            if items.isEmpty { break }
            for (index, item) in items.enumerated() {
                if try turn(branch, .int(Int64(index)), item, mark) == .leave { break }
            }
            return .onward
        case .map(let map):
            if map.isEmpty { break }
            for key in map.sortedKeys {
                if try turn(branch, .string(key), map[key] ?? .null, mark) == .leave { break }
            }
            return .onward
        case .int(let count):
            if count <= 0 { break }
            var index: Int64 = 0
            while index < count {
                if try turn(branch, .int(index), .int(index), mark) == .leave { break }
                index += 1
            }
            return .onward
        case .missing, .null: break
        default: throw fail("range can't iterate over \(GoText.text(value))", at: pipeline.range)
        }
        return try walk(branch.otherwise, dot)
    }

    private mutating func turn(
        _ branch: TemplateBranch, _ key: TemplateValue, _ item: TemplateValue, _ mark: Int
    ) throws(TemplateError) -> Flow {
        try step(at: branch.pipeline.range)
        let numbers = branch.pipeline.variables
        if let last = numbers.last {
            if branch.pipeline.assigns {
                if numbers.count > 1 { assign(numbers[0], key) }
                assign(last, item)
            } else {
                variables[mark - 1].value = item
                if numbers.count > 1 { variables[mark - 2].value = key }
            }
        }
        let flow = try walk(branch.body, item)
        variables.removeSubrange(mark...)
        return flow
    }

    private mutating func assign(_ number: Int, _ value: TemplateValue) {
        if let index = variables.lastIndex(where: { $0.number == number }) { variables[index].value = value }
    }

    // MARK: Pipelines

    private mutating func evaluate(
        _ pipeline: TemplatePipeline, _ dot: TemplateValue, binds: Bool = true
    ) throws(TemplateError) -> TemplateValue {
        try step(at: pipeline.range)
        var value: TemplateValue?
        for command in pipeline.commands {
            var result = try evaluate(command, dot, piped: value)
            if case .null = result { result = .missing }
            value = result
        }
        let result = value ?? .missing
        if binds {
            for number in pipeline.variables {
                if pipeline.assigns { assign(number, result) } else { variables.append((number, result)) }
            }
        }
        return result
    }

    private mutating func evaluate(
        _ command: TemplateCommand, _ dot: TemplateValue, piped: TemplateValue?
    ) throws(TemplateError) -> TemplateValue {
        if case .function(let function) = command.first.kind { return try call(function, command, dot, piped: piped) }
        if !command.arguments.isEmpty || piped != nil {
            let message =
                switch command.first.kind {
                case .field(let names), .variable(_, let names), .chain(_, let names):
                    names.isEmpty
                        ? "can't give argument to non-function" : "\(names.last ?? "") has arguments but cannot be invoked as function"
                default: "can't give argument to non-function \(String(decoding: current.source.bytes[command.first.range], as: UTF8.self))"
                }
            throw fail(message, at: command.range)
        }
        if case .null = command.first.kind { throw fail("nil is not a command", at: command.range) }
        return try evaluate(command.first, dot)
    }

    private mutating func evaluate(_ operand: TemplateOperand, _ dot: TemplateValue) throws(TemplateError) -> TemplateValue {
        switch operand.kind {
        case .dot: return dot
        case .null: return .null
        case .constant(let value): return value
        case .number(let box): return box.number.isWrittenAsFloat ? .float(box.number.float) : .int(box.number.integer ?? 0)
        case .field(let names): return try lookUp(names, in: dot, operand.range)
        case .variable(let number, let names):
            guard let value = variables.last(where: { $0.number == number })?.value else {
                throw fail("undefined variable", at: operand.range)
            }
            return names.isEmpty ? value : try lookUp(names, in: value, operand.range)
        case .pipeline(let pipeline): return try evaluate(pipeline, dot)
        case .chain(let inner, let names): return try lookUp(names, in: try evaluate(inner, dot), operand.range)
        case .function(let function):
            return try call(function, TemplateCommand(range: operand.range, first: operand, arguments: []), dot, piped: nil)
        }
    }

    private func lookUp(_ names: [String], in start: TemplateValue, _ range: Range<Int>) throws(TemplateError) -> TemplateValue {
        var value = start
        for name in names {
            switch value {
            case .missing: return .missing
            case .map(let map): value = map[name] ?? .missing
            case .object(let object):
                guard let field = object.field(name) else {
                    throw fail("can't evaluate field \(name) in type \(object.typeName)", at: range)
                }
                value = field
            case .null: throw fail("nil pointer evaluating interface {}.\(name)", at: range)
            case .nilPointer(let object):
                guard object.hasMethod(name), let result = object.field(name) else {
                    let known = object.field(name) != nil
                    throw fail(
                        known
                            ? "nil pointer evaluating *\(object.typeName).\(name)"
                            : "can't evaluate field \(name) in type *\(object.typeName)",
                        at: range)
                }
                value = result
            case .enumeration(let text, _) where name == "String": value = .string(text)
            case .enumeration(_, let number) where name == "Number": value = .int(number)
            default: throw fail("can't evaluate field \(name) in type \(value.typeName)", at: range)
            }
        }
        return value
    }

    // MARK: Calls

    private mutating func call(
        _ function: TemplateFunction, _ command: TemplateCommand, _ dot: TemplateValue, piped: TemplateValue?
    ) throws(TemplateError) -> TemplateValue {
        let count = command.arguments.count + (piped == nil ? 0 : 1)
        if count < function.parameters.count || (function.rest == nil && count > function.parameters.count) {
            let want = function.rest == nil ? "\(function.parameters.count)" : "at least \(function.parameters.count)"
            throw fail("wrong number of args for \(function.name): want \(want) got \(count)", at: command.range)
        }
        if function.shortcut != .none {
            var value: TemplateValue = .missing
            for argument in command.arguments {
                value = try evaluate(argument, dot)
                if value.isTrue == (function.shortcut == .or) { return value }
            }
            return piped ?? value
        }
        var arguments: [TemplateValue] = []
        arguments.reserveCapacity(count)
        for (index, argument) in command.arguments.enumerated() {
            arguments.append(try self.argument(argument, function.type(at: index) ?? .any, dot))
        }
        do {
            if let piped { arguments.append(try (function.type(at: arguments.count) ?? .any).accept(piped)) }
            return try function.body(arguments)
        } catch let error as TemplateFunctionError {
            throw fail("error calling \(function.name): \(error.message)", at: command.range)
        } catch let error as TemplateError {
            throw error
        } catch {
            throw fail("error calling \(function.name)", at: command.range)
        }
    }

    private mutating func argument(_ operand: TemplateOperand, _ type: TemplateType, _ dot: TemplateValue) throws(TemplateError)
        -> TemplateValue
    {
        switch (operand.kind, type) {
        case (.number(let box), .int):
            guard let value = box.number.integer else { break }
            return .int(value)
        case (.number(let box), .float): return .float(box.number.float)
        case (.number, .any), (.number, .value): return try evaluate(operand, dot)
        case (.constant(.string), .string), (.constant(.bool), .bool), (.constant, .any), (.constant, .value):
            return try evaluate(operand, dot)
        case (.null, .string), (.null, .bool), (.null, .int), (.null, .float):
            throw fail("cannot assign nil to \(type.name)", at: operand.range)
        case (.null, .any), (.null, .value): return .null
        case (.constant, _), (.number, _): break
        default:
            let value = try evaluate(operand, dot)
            do { return try type.accept(value) } catch { throw fail(error.message, at: operand.range) }
        }
        throw fail(
            "expected \(type.name); found \(String(decoding: current.source.bytes[operand.range], as: UTF8.self))", at: operand.range)
    }
}
